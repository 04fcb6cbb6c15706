#!/bin/sh
# Installing Gloo Mesh Enterprise (gloo-platform 2.4.16)
# Files: new.yaml (prod-mgmt), new-eu-1.yaml (eu-1).
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
: "${EU_1_CONTEXT:?set it to the context of eu-1}"

# --- Before you begin

# The release and its secrets go there; secrets are created before the install.
say 'Namespace gloo-mesh (prod-mgmt)'
kubectl get namespace gloo-mesh --context "$MGMT_CONTEXT" >/dev/null 2>&1 ||
  kubectl create namespace gloo-mesh --context "$MGMT_CONTEXT"

# The management server's certificate. DNS name: gloo-mesh-mgmt-server.gloo-mesh. Keys: tls.crt,
# tls.key, ca.crt.
#   kubectl create --context "$MGMT_CONTEXT" secret generic relay-server-tls-secret --namespace gloo-mesh --type=kubernetes.io/tls --from-file=tls.crt=<tls.crt file> --from-file=tls.key=<tls.key file> --from-file=ca.crt=<ca.crt file>
say 'Secret relay-server-tls-secret in gloo-mesh (prod-mgmt)'
require "$MGMT_CONTEXT" gloo-mesh relay-server-tls-secret tls.crt tls.key ca.crt

# The CA (a certificate with CA:TRUE) with which Gloo signs the agents' certificates. Keys:
# tls.crt, tls.key, ca.crt.
#   kubectl create --context "$MGMT_CONTEXT" secret generic relay-tls-signing-secret --namespace gloo-mesh --type=kubernetes.io/tls --from-file=tls.crt=<tls.crt file> --from-file=tls.key=<tls.key file> --from-file=ca.crt=<ca.crt file>
say 'Secret relay-tls-signing-secret in gloo-mesh (prod-mgmt)'
require "$MGMT_CONTEXT" gloo-mesh relay-tls-signing-secret tls.crt tls.key ca.crt

# The token with which a new agent introduces itself; the same in every cluster. Keys: token.
#   kubectl create --context "$MGMT_CONTEXT" secret generic relay-identity-token-secret --namespace gloo-mesh --from-file=token=<token file>
say 'Secret relay-identity-token-secret in gloo-mesh (prod-mgmt)'
require "$MGMT_CONTEXT" gloo-mesh relay-identity-token-secret token

# The telemetry gateway's certificate. The gateway does not start without it. DNS name:
# gloo-telemetry-gateway.gloo-mesh. Keys: tls.crt, tls.key, ca.crt.
#   kubectl create --context "$MGMT_CONTEXT" secret generic gloo-telemetry-gateway-tls-secret --namespace gloo-mesh --type=kubernetes.io/tls --from-file=tls.crt=<tls.crt file> --from-file=tls.key=<tls.key file> --from-file=ca.crt=<ca.crt file>
say 'Secret gloo-telemetry-gateway-tls-secret in gloo-mesh (prod-mgmt)'
require "$MGMT_CONTEXT" gloo-mesh gloo-telemetry-gateway-tls-secret tls.crt tls.key ca.crt

# The licence keys. The pods of the management server and the UI wait for it. Keys:
# gloo-mesh-license-key.
#   kubectl create --context "$MGMT_CONTEXT" secret generic license-keys --namespace gloo-mesh --from-literal=gloo-mesh-license-key='<gloo-mesh-license-key>'
say 'Secret license-keys in gloo-mesh (prod-mgmt)'
require "$MGMT_CONTEXT" gloo-mesh license-keys gloo-mesh-license-key

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
  --version 2.4.16

# --- Management cluster

say 'Apply new.yaml to prod-mgmt'
helm upgrade --install gloo-platform gloo-platform/gloo-platform \
  --kube-context "$MGMT_CONTEXT" \
  --namespace gloo-mesh \
  --version 2.4.16 \
  --values new.yaml

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-redis --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-mesh-ui --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/prometheus-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status deployment/gloo-telemetry-gateway --context "$MGMT_CONTEXT" --namespace gloo-mesh --timeout 5m

# --- Register clusters

# It registers eu-1. Apply it after the CRD chart and before the agent of eu-1, which otherwise
# restarts in a loop.
say 'KubernetesCluster eu-1 in gloo-mesh (prod-mgmt)'
kubectl apply --context "$MGMT_CONTEXT" -f - <<'END'
apiVersion: admin.gloo.solo.io/v2
kind: KubernetesCluster
metadata:
  name: "eu-1"
  namespace: "gloo-mesh"
spec:
  clusterDomain: cluster.local
END

# --- Addresses

# It must be what the workload clusters' files say in relay.serverAddress
# (relay.example.com:9900), and the load balancer must have it before the agents are installed.
say 'The address that agents use'
kubectl get service gloo-mesh-mgmt-server --context "$MGMT_CONTEXT" --namespace gloo-mesh --output wide

# --- Workload clusters

# The release and its secrets go there; secrets are created before the install.
say 'Namespace gloo-mesh (eu-1)'
kubectl get namespace gloo-mesh --context "$EU_1_CONTEXT" >/dev/null 2>&1 ||
  kubectl create namespace gloo-mesh --context "$EU_1_CONTEXT"

# The root certificate with which the agent and the telemetry collector check the server. Keys:
# ca.crt.
#   kubectl create --context "$EU_1_CONTEXT" secret generic relay-root-tls-secret --namespace gloo-mesh --from-file=ca.crt=<ca.crt file>
say 'Secret relay-root-tls-secret in gloo-mesh (eu-1)'
require "$EU_1_CONTEXT" gloo-mesh relay-root-tls-secret ca.crt

# The token with which a new agent introduces itself; the same in every cluster. Keys: token.
say 'Secret relay-identity-token-secret in gloo-mesh (eu-1)'
copied=$(kubectl get secret relay-identity-token-secret --context "$MGMT_CONTEXT" --namespace gloo-mesh -o jsonpath='{.data.token}')
test -n "$copied"
printf %s "$copied" | base64 -d | kubectl create secret generic relay-identity-token-secret --context "$EU_1_CONTEXT" --namespace gloo-mesh --from-file=token=/dev/stdin --dry-run=client --output yaml |
  kubectl apply --context "$EU_1_CONTEXT" -f -

# The same version as the chart, and before it: Helm does not upgrade CRDs by itself.
say 'CRDs in eu-1'
helm upgrade --install gloo-platform-crds gloo-platform/gloo-platform-crds \
  --kube-context "$EU_1_CONTEXT" \
  --namespace gloo-mesh --create-namespace \
  --version 2.4.16

say 'Apply new-eu-1.yaml to eu-1'
helm upgrade --install gloo-platform gloo-platform/gloo-platform \
  --kube-context "$EU_1_CONTEXT" \
  --namespace gloo-mesh \
  --version 2.4.16 \
  --values new-eu-1.yaml

say 'Wait until all of it runs'
kubectl rollout status deployment/gloo-mesh-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --timeout 5m
kubectl rollout status daemonset/gloo-telemetry-collector-agent --context "$EU_1_CONTEXT" --namespace gloo-mesh --timeout 5m

# --- Check

# meshctl should be of the chart's version.
say 'Are all clusters connected, and is translation running?'
if command -v meshctl >/dev/null; then meshctl check --kubecontext "$MGMT_CONTEXT"; fi

# One that is gone should not be here: safe mode waits for it.
say 'Which clusters are registered?'
kubectl get kubernetesclusters.admin.gloo.solo.io --context "$MGMT_CONTEXT" --namespace gloo-mesh

# --- The way back

# Take the release away from eu-1. CRDs, secrets and volumes that you made stay.
#   helm uninstall gloo-platform --kube-context "$EU_1_CONTEXT" --namespace gloo-mesh

# Take the release away from prod-mgmt. CRDs, secrets and volumes that you made stay.
#   helm uninstall gloo-platform --kube-context "$MGMT_CONTEXT" --namespace gloo-mesh
