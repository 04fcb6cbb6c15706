#!/bin/sh
# Changing Gloo Mesh Enterprise (gloo-platform 2.3.3)
# Files: new.yaml (prod-mgmt).
# These restart (inferred from what the chart's templates read):
# - prod-mgmt: the UI (gloo-mesh-ui)
set -eu

say() {
  printf '\n== %s\n' "$1"
}

# The contexts of the clusters, from the environment
: "${MGMT_CONTEXT:?set it to the context of prod-mgmt}"

# What is kept out of the files
: "${CLIENT_SECRET_FILE:?set it to the file with the client secret}"

# --- Before you begin

# Keep this: it is what the way back leads to.
say 'What runs now (prod-mgmt)'
helm history gloo-platform --kube-context "$MGMT_CONTEXT" --namespace gloo-mesh --max 3

# The identity provider must know the UI as a web application. The callback to register is
# https://gloo.example.com/oidc-callback.
say 'Application UI at the identity provider (prod-mgmt)'

# This version's chart makes the secret dashboard itself, from a value that has to come with
# every install and upgrade. Keep it in a file outside git, without a line break at its end. Do
# not create dashboard yourself.
say 'File client secret of the UI (prod-mgmt)'
test -r "$CLIENT_SECRET_FILE"

# --- The chart

say 'The chart'"'"'s repository'
helm repo add gloo-platform https://storage.googleapis.com/gloo-platform/helm-charts --force-update
helm repo update gloo-platform

# --- Management cluster

say 'Apply new.yaml to prod-mgmt'
helm upgrade --install gloo-platform gloo-platform/gloo-platform \
  --kube-context "$MGMT_CONTEXT" \
  --namespace gloo-mesh \
  --version 2.3.3 \
  --values new.yaml \
  --set-file glooUi.auth.oidc.clientSecret="$CLIENT_SECRET_FILE"

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-redis --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-ui --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-telemetry-gateway --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m

# --- Check

# meshctl should be of the chart's version.
say 'Are all clusters connected, and is translation running?'
if command -v meshctl >/dev/null; then meshctl check --kubecontext "$MGMT_CONTEXT"; fi

# One that is gone should not be here.
say 'Which clusters are registered?'
kubectl get kubernetesclusters.admin.gloo.solo.io --context "$MGMT_CONTEXT" --namespace gloo-mesh

# --- The way back

# Apply the file before to prod-mgmt. CRDs stay as they are: newer ones serve the older version.
#   helm upgrade --install gloo-platform gloo-platform/gloo-platform \
#     --kube-context "$MGMT_CONTEXT" \
#     --namespace gloo-mesh \
#     --version 2.3.3 \
#     --values old.yaml
