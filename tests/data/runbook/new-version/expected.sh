#!/bin/sh
# Changing Gloo Mesh Enterprise (gloo-platform 2.6.6)
# From version 2.5.6 to 2.6.6.
# Files: new.yaml (prod-mgmt), new-eu-1.yaml (eu-1).
# The management server is scaled to 0 for this, because safe mode changes: it must not
# translate from half of the clusters' state. Until it is back, the clusters keep what they
# have, and changes wait.
# These restart (inferred from what the chart's templates read):
# - prod-mgmt: the management server (gloo-mesh-mgmt-server); the built-in Redis, which then
# forgets what the clusters reported (gloo-mesh-redis); the UI (gloo-mesh-ui); Prometheus
# (prometheus-server); the telemetry gateway (gloo-telemetry-gateway)
# - eu-1: the agent (gloo-mesh-agent); the telemetry collector on each node
# (gloo-telemetry-collector-agent)
set -eu

say() {
  printf '\n== %s\n' "$1"
}

# The contexts of the clusters, from the environment
: "${MGMT_CONTEXT:?set it to the context of prod-mgmt}"
: "${EU_1_CONTEXT:?set it to the context of eu-1}"

# --- Before you begin

# Keep this: it is what the way back leads to.
say 'What runs now (prod-mgmt)'
helm history gloo-platform --kube-context "$MGMT_CONTEXT" --namespace gloo-mesh --max 3

# Keep this: it is what the way back leads to.
say 'What runs now (eu-1)'
helm history gloo-platform --kube-context "$EU_1_CONTEXT" --namespace gloo-mesh --max 3

# --- The chart

say 'The chart'"'"'s repository'
helm repo add gloo-platform https://storage.googleapis.com/gloo-platform/helm-charts --force-update
helm repo update gloo-platform

# --- CRDs

# The same version as the chart, and before it: Helm does not upgrade CRDs by itself.
say 'CRDs in prod-mgmt'
helm upgrade --install gloo-platform-crds gloo-platform/gloo-platform-crds \
  --kube-context "$MGMT_CONTEXT" \
  --namespace gloo-mesh --create-namespace \
  --version 2.6.6

# --- Scale down

# Only this server, not istiod. It stops if there are none, as after a try that was broken off:
# then set SERVER_REPLICAS.
say 'The management server to 0'
SERVER_REPLICAS=${SERVER_REPLICAS:-$(kubectl get deployment gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --output jsonpath='{.spec.replicas}')}
test "$SERVER_REPLICAS" -gt 0
kubectl scale deployment gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --replicas 0
kubectl wait pod --selector app=gloo-mesh-mgmt-server --for delete --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 2m

# --- Management cluster

say 'Apply new.yaml to prod-mgmt'
helm upgrade --install gloo-platform gloo-platform/gloo-platform \
  --kube-context "$MGMT_CONTEXT" \
  --namespace gloo-mesh \
  --version 2.6.6 \
  --values new.yaml

# --- Scale back up

# This fails if it did not; then begin again with scaling down. How server-side apply (Helm 4)
# behaves was not checked.
say 'Did it stay down?'
test "$(kubectl get deployment gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --output jsonpath='{.spec.replicas}')" = 0

say 'The management server back'
kubectl scale deployment gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --replicas "$SERVER_REPLICAS"

# With safe mode on it is ready, but translates only when the clusters have reported.
say 'Wait for the management server'
kubectl rollout status deployment/gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m

# --- Workload clusters

# The same version as the chart, and before it: Helm does not upgrade CRDs by itself.
say 'CRDs in eu-1'
helm upgrade --install gloo-platform-crds gloo-platform/gloo-platform-crds \
  --kube-context "$EU_1_CONTEXT" \
  --namespace gloo-mesh --create-namespace \
  --version 2.6.6

say 'Apply new-eu-1.yaml to eu-1'
helm upgrade --install gloo-platform gloo-platform/gloo-platform \
  --kube-context "$EU_1_CONTEXT" \
  --namespace gloo-mesh \
  --version 2.6.6 \
  --values new-eu-1.yaml

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status daemonset/gloo-telemetry-collector-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --timeout 5m

# --- Check

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-redis --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-ui --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/prometheus-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-telemetry-gateway --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m

# meshctl should be of the chart's version.
say 'Are all clusters connected, and is translation running?'
if command -v meshctl >/dev/null; then meshctl check --kubecontext "$MGMT_CONTEXT"; fi

# One that is gone should not be here.
say 'Which clusters are registered?'
kubectl get kubernetesclusters.admin.gloo.solo.io --context "$MGMT_CONTEXT" --namespace gloo-mesh

# --- The way back

# Apply the file before to prod-mgmt. CRDs stay as they are: newer ones serve the older version.
# Scale down first and up afterwards, as above.
#   helm upgrade --install gloo-platform gloo-platform/gloo-platform \
#     --kube-context "$MGMT_CONTEXT" \
#     --namespace gloo-mesh \
#     --version 2.5.6 \
#     --values old.yaml

# Apply the file before to eu-1. CRDs stay as they are: newer ones serve the older version.
# Scale down first and up afterwards, as above.
#   helm upgrade --install gloo-platform gloo-platform/gloo-platform \
#     --kube-context "$EU_1_CONTEXT" \
#     --namespace gloo-mesh \
#     --version 2.5.6 \
#     --values old-eu-1.yaml
