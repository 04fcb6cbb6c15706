"""What the chart accepts: read as Helm reads, look up, validate. Knows no question, no screen."""
