import type { SandboxCluster } from "../world.ts";

type Authentication = SandboxCluster["authentication"][number];

/** Member of the answer and port for each kind of authentication (MSK Developer Guide, port information). */
const listeners: readonly { readonly kinds: readonly Authentication[]; readonly member: string; readonly port: number }[] = [
  { kinds: ["plaintext"], member: "bootstrapBrokerString", port: 9092 },
  { kinds: ["mtls", "unauthenticated-tls"], member: "bootstrapBrokerStringTls", port: 9094 },
  { kinds: ["scram"], member: "bootstrapBrokerStringSaslScram", port: 9096 },
  { kinds: ["iam"], member: "bootstrapBrokerStringSaslIam", port: 9098 },
];

/** What GetBootstrapBrokers answers. A cluster on real brokers has the same ones for each kind of authentication that it is said to have. */
export function bootstrapBrokers(cluster: SandboxCluster): Record<string, string> {
  const open = listeners.filter(({ kinds }) => kinds.some((kind) => cluster.authentication.includes(kind)));
  return Object.fromEntries(open.map(({ member, port }) => [member, bootstrapServers(cluster, port).join(",")]));
}

export function bootstrapServers(cluster: SandboxCluster, port: number): readonly string[] {
  return cluster.broker ?? brokerHosts(cluster).map((host) => `${host}:${port}`);
}

/** Loopback addresses where nothing listens. */
function brokerHosts({ brokers }: SandboxCluster): string[] {
  return Array.from({ length: Math.min(Math.max(brokers, 1), 3) }, (_, at) => `127.0.0.${at + 1}`);
}
