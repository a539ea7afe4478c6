import { rpcService } from "../protocols/rpc-service.ts";
import { deleteSecret, restoreSecret } from "./delete-secret.ts";
import { getSecretValue } from "./get-secret-value.ts";
import { describeSecret, listSecrets } from "./list-secrets.ts";
import { createSecret, putSecretValue } from "./put-secret-value.ts";

/** Secrets Manager: the secrets that mappings sign in with. */
export const secretsManagerService = rpcService({
  signingName: "secretsmanager",
  xmlNamespace: "",
  operations: new Map([
    ["GetSecretValue", getSecretValue],
    ["DescribeSecret", describeSecret],
    ["ListSecrets", listSecrets],
    ["CreateSecret", createSecret],
    ["PutSecretValue", putSecretValue],
    ["DeleteSecret", deleteSecret],
    ["RestoreSecret", restoreSecret],
  ]),
});
