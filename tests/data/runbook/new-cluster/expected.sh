#!/bin/sh
# Changing Gloo Mesh Enterprise (gloo-platform 2.4.16)
# Files: new-us-1.yaml (us-1).
set -eu

say() {
  printf '\n== %s\n' "$1"
}

# require CONTEXT NAMESPACE SECRET KEY...: stops where a secret, or one of its keys, is missing
require() {
  context=$1 namespace=$2 secret=$3
  shift 3
  for key in "$@"; do
    kubectl get secret "$secret" --context "$context" --namespace "$namespace" \
      --output "go-template={{if index .data \"$key\"}}there{{end}}" 2>/dev/null |
      grep -q there && continue
    echo "missing: secret $secret in $namespace ($context), key $key; see the comment above" >&2
    exit 1
  done
}

# The contexts of the clusters, from the environment
: "${MGMT_CONTEXT:?set it to the context of prod-mgmt}"
: "${US_1_CONTEXT:?set it to the context of us-1}"

# --- The chart

say 'The chart'"'"'s repository'
helm repo add gloo-platform https://storage.googleapis.com/gloo-platform/helm-charts --force-update
helm repo update gloo-platform

# --- Register clusters

# It registers us-1. Apply it after the CRD chart and before the agent of us-1, which otherwise
# restarts in a loop.
say 'KubernetesCluster us-1 in gloo-mesh (prod-mgmt)'
kubectl apply --context "$MGMT_CONTEXT" -f - <<'END'
apiVersion: admin.gloo.solo.io/v2
kind: KubernetesCluster
metadata:
  name: "us-1"
  namespace: "gloo-mesh"
spec:
  clusterDomain: cluster.local
END

# --- Workload clusters

# The release and its secrets go there; secrets are created before the install.
say 'Namespace gloo-mesh (us-1)'
kubectl get namespace gloo-mesh --context "$US_1_CONTEXT" >/dev/null 2>&1 ||
  kubectl create namespace gloo-mesh --context "$US_1_CONTEXT"

# The root certificate with which the agent and the telemetry collector check the server. Keys:
# ca.crt.
#   kubectl create --context "$US_1_CONTEXT" secret generic relay-root-tls-secret --namespace gloo-mesh --from-file=ca.crt=<ca.crt file>
say 'Secret relay-root-tls-secret in gloo-mesh (us-1)'
require "$US_1_CONTEXT" gloo-mesh relay-root-tls-secret ca.crt

# The token with which a new agent introduces itself; the same in every cluster. Keys: token.
say 'Secret relay-identity-token-secret in gloo-mesh (us-1)'
copied=$(kubectl get secret relay-identity-token-secret --context "$MGMT_CONTEXT" --namespace gloo-mesh -o jsonpath='{.data.token}')
test -n "$copied"
printf %s "$copied" | base64 -d | kubectl create secret generic relay-identity-token-secret --context "$US_1_CONTEXT" --namespace gloo-mesh --from-file=token=/dev/stdin --dry-run=client --output yaml |
  kubectl apply --context "$US_1_CONTEXT" -f -

# The same version as the chart, and before it: Helm does not upgrade CRDs by itself.
say 'CRDs in us-1'
helm upgrade --install gloo-platform-crds gloo-platform/gloo-platform-crds \
  --kube-context "$US_1_CONTEXT" \
  --namespace gloo-mesh --create-namespace \
  --version 2.4.16

say 'Apply new-us-1.yaml to us-1'
helm upgrade --install gloo-platform gloo-platform/gloo-platform \
  --kube-context "$US_1_CONTEXT" \
  --namespace gloo-mesh \
  --version 2.4.16 \
  --values new-us-1.yaml

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-agent --context "$US_1_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status daemonset/gloo-telemetry-collector-agent --context "$US_1_CONTEXT" --namespace gloo-mesh --timeout 5m

# --- Check

# meshctl should be of the chart's version.
say 'Are all clusters connected, and is translation running?'
if command -v meshctl >/dev/null; then meshctl check --kubecontext "$MGMT_CONTEXT"; fi

# One that is gone should not be here: safe mode waits for it.
say 'Which clusters are registered?'
kubectl get kubernetesclusters.admin.gloo.solo.io --context "$MGMT_CONTEXT" --namespace gloo-mesh

# --- The way back

# Take the release away from us-1. CRDs, secrets and volumes that you made stay.
#   helm uninstall gloo-platform --kube-context "$US_1_CONTEXT" --namespace gloo-mesh
