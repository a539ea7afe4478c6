import { awsConnections, invokingOver } from "./aws-connections.ts";
import type { AwsOptions } from "./aws-service.ts";
import type { AwsServices } from "./aws-services.ts";

/** What of AWS a worker reaches: a bundle that begins here has no client but these two. */
export function workerServices(options: AwsOptions): Pick<AwsServices, "s3" | "invoking"> {
  const { service } = awsConnections(options);
  return {
    s3: service("s3", () => import("./sdk/s3.ts")),
    invoking: (limits) => service("lambda", () => import("./sdk/lambda.ts"), { requestHandler: invokingOver(limits) }),
  };
}
