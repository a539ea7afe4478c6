import { rpcService } from "../protocols/rpc-service.ts";
import { createRegistry, getRegistry, listRegistries } from "./registries.ts";
import { getSchemaByDefinition, getSchemaVersion, registerSchemaVersion } from "./schema-versions.ts";
import { createSchema, getSchema } from "./schemas.ts";

/** Glue's schema registry, as far as producers and mappings need it. */
export const glueService = rpcService({
  signingName: "glue",
  xmlNamespace: "",
  operations: new Map([
    ["CreateRegistry", createRegistry],
    ["GetRegistry", getRegistry],
    ["ListRegistries", listRegistries],
    ["CreateSchema", createSchema],
    ["GetSchema", getSchema],
    ["GetSchemaVersion", getSchemaVersion],
    ["GetSchemaByDefinition", getSchemaByDefinition],
    ["RegisterSchemaVersion", registerSchemaVersion],
  ]),
});
