import type { AccountReader } from "../../core/mapping/ports.ts";
import type { AwsServices } from "./aws-services.ts";

/** Who calls, and the Region in force: the flag, AWS_REGION, or the profile's. Asked once. */
export function callerAccount({ sts }: Pick<AwsServices, "sts">): AccountReader {
  let known: ReturnType<AccountReader["identity"]> | undefined;
  async function ask() {
    const { Account } = await sts.send("GetCallerIdentity", {});
    return { accountId: Account ?? "unknown", region: await sts.region() };
  }
  return {
    identity() {
      known ??= ask().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
  };
}
