import { MskctlError } from "../../core/errors.ts";
import type { SecretReader } from "../../core/record/secret.ts";
import type { AwsServices } from "./aws-services.ts";

/** Secrets by ARN. A secret leaves this only as the answer: it is in no error and no debug line. */
export function secretTexts({ secrets }: Pick<AwsServices, "secrets">): SecretReader {
  return {
    async read(arn) {
      const { SecretString: text } = await secrets.send("GetSecretValue", { SecretId: arn }, { subject: `secret ${arn}` });
      if (text !== undefined) return text;
      throw new MskctlError("refused", `secret ${arn} is binary; Lambda's secrets are JSON text`, { details: { secret: arn } });
    },
  };
}
