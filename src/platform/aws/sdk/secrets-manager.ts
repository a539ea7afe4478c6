export { GetSecretValueCommand, SecretsManagerClient as Client } from "@aws-sdk/client-secrets-manager";
