import { MskctlError } from "../../core/errors.ts";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * A token by which MSK knows an AWS identity: a signed request for kafka-cluster:Connect, good for 15 minutes. Throws
 * `credentials`, or what `credentials` throws when it is ours.
 */
export async function iamToken(region: string, credentials: () => Promise<AwsCredentials>): Promise<string> {
  // It brings clients of its own: only where somebody signs in with IAM.
  const { generateAuthTokenFromCredentialsProvider } = await import("aws-msk-iam-sasl-signer-js");
  try {
    return (await generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider: credentials })).token;
  } catch (error) {
    if (error instanceof MskctlError) throw error;
    throw new MskctlError("credentials", `no token for the brokers can be signed: ${(error as Error).message}`, {
      suggestions: ["sign in to AWS: set AWS_PROFILE, or run aws sso login"],
      cause: error,
    });
  }
}
