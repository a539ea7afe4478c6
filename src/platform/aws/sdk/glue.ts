export { GetSchemaVersionCommand, GlueClient as Client } from "@aws-sdk/client-glue";
