import type { BootstrapBrokers } from "../../core/mapping/broker-access.ts";
import { textOf } from "./aws-document.ts";
import type { AwsServices } from "./aws-services.ts";

/** The addresses of an MSK cluster's brokers, a text a listener. MSK writes their names in small letters on the wire. */
export async function bootstrapBrokers({ msk }: Pick<AwsServices, "msk">, arn: string): Promise<BootstrapBrokers> {
  const answer = await msk.document("GetBootstrapBrokers", { ClusterArn: arn }, { subject: `cluster ${arn}` });
  return Object.fromEntries(
    Object.entries(answer).map(([name, servers]) => [name.charAt(0).toUpperCase() + name.slice(1), textOf(servers)]),
  );
}
