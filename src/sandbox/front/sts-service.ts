import { operation, rpcService } from "../protocols/rpc-service.ts";
import { string, structure } from "../protocols/shape.ts";

const getCallerIdentity = operation({
  input: structure({}),
  output: structure({ UserId: string, Account: string, Arn: string }),
  run: (_, { accountId }) => ({ UserId: "AIDASANDBOXUSER000001", Account: accountId, Arn: `arn:aws:iam::${accountId}:user/sandbox` }),
});

/** STS answers for the world's account; fauxqs would answer for its own. */
export const stsService = rpcService({
  signingName: "sts",
  xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  operations: new Map([["GetCallerIdentity", getCallerIdentity]]),
});
