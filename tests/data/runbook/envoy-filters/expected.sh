#!/bin/sh
# Changing Gloo Mesh Enterprise (gloo-platform 2.4.16)
# Files: new.yaml (prod-mgmt).
# The management server is scaled to 0 for this, because the Envoy filters are made anew: it
# must not translate from half of the clusters' state. Until it is back, the clusters keep what
# they have, and changes wait.
# These restart (inferred from what the chart's templates read):
# - prod-mgmt: the management server (gloo-mesh-mgmt-server)
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

# --- The chart

say 'The chart'"'"'s repository'
helm repo add gloo-platform https://storage.googleapis.com/gloo-platform/helm-charts --force-update
helm repo update gloo-platform

# --- Scale down

# It stops if there are none, as after a try that was broken off: then set SERVER_REPLICAS.
say 'The management server to 0'
SERVER_REPLICAS=${SERVER_REPLICAS:-$(kubectl get deployment gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --output jsonpath='{.spec.replicas}')}
test "$SERVER_REPLICAS" -gt 0
kubectl scale deployment gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --replicas 0
kubectl wait pod --selector app=gloo-mesh-mgmt-server --for delete --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 2m

# Until istiod is back no new pod gets a sidecar, endpoints go stale, and certificates that
# expire break connections: keep it short. Set ISTIOD where a revision is part of its name.
say 'Agent and istiod to 0 in eu-1'
AGENT_EU_1=${AGENT_EU_1:-$(kubectl get deployment gloo-mesh-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --output jsonpath='{.spec.replicas}')}
test "$AGENT_EU_1" -gt 0
kubectl scale deployment gloo-mesh-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --replicas 0
ISTIOD_EU_1=${ISTIOD_EU_1:-$(kubectl get deployment "${ISTIOD:-istiod}" --context "$EU_1_CONTEXT" --namespace istio-system --output jsonpath='{.spec.replicas}')}
test "$ISTIOD_EU_1" -gt 0
kubectl scale deployment "${ISTIOD:-istiod}" --context "$EU_1_CONTEXT" --namespace istio-system --replicas 0

# --- Management cluster

say 'Apply new.yaml to prod-mgmt'
helm upgrade --install gloo-platform gloo-platform/gloo-platform \
  --kube-context "$MGMT_CONTEXT" \
  --namespace gloo-mesh \
  --version 2.4.16 \
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

# --- Agents and istiod back up

say 'istiod and agent back in eu-1'
kubectl scale deployment "${ISTIOD:-istiod}" --context "$EU_1_CONTEXT" --namespace istio-system --replicas "$ISTIOD_EU_1"
kubectl scale deployment gloo-mesh-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --replicas "$AGENT_EU_1"

# --- Check

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-redis --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-ui --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/prometheus-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-telemetry-gateway --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status daemonset/gloo-telemetry-collector-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --timeout 5m

# meshctl should be of the chart's version.
say 'Are all clusters connected, and is translation running?'
if command -v meshctl >/dev/null; then meshctl check --kubecontext "$MGMT_CONTEXT"; fi

# One that is gone should not be here: safe mode waits for it.
say 'Which clusters are registered?'
kubectl get kubernetesclusters.admin.gloo.solo.io --context "$MGMT_CONTEXT" --namespace gloo-mesh

# --- The way back

# Apply the file before to prod-mgmt. CRDs stay as they are: newer ones serve the older version.
# Scale down first and up afterwards, as above.
#   helm upgrade --install gloo-platform gloo-platform/gloo-platform \
#     --kube-context "$MGMT_CONTEXT" \
#     --namespace gloo-mesh \
#     --version 2.4.16 \
#     --values old.yaml
