import type { RestAddress } from "../protocols/rest-service.ts";
import { getAlias, listAliases, updateAlias } from "./aliases.ts";
import { getAccountSettings, getFunction, getFunctionConfiguration, listFunctions } from "./functions.ts";
import { invoke } from "./invoke.ts";
import { createMapping, deleteMapping, getMapping, listMappings, updateMapping } from "./mappings.ts";
import {
  deleteProvisionedConcurrency,
  getProvisionedConcurrency,
  listProvisionedConcurrency,
  putProvisionedConcurrency,
} from "./provisioned-concurrency.ts";
import { deleteFunctionConcurrency, getFunctionConcurrency, putFunctionConcurrency } from "./reserved-concurrency.ts";
import { type Answer, json } from "./rest-json.ts";
import { listTags, tagResource, untagResource } from "./tags.ts";

interface LambdaRoute extends RestAddress {
  readonly operation: string;
  readonly answer: Answer;
}

const mapping = "/2015-03-31/event-source-mappings";
const fn = "/2015-03-31/functions/{FunctionName}";
const provisioned = "/2019-09-30/functions/{FunctionName}/provisioned-concurrency";
const reserved = "/2017-10-31/functions/{FunctionName}/concurrency";
const tags = "/2017-03-31/tags/{Resource}";

/** Addresses and statuses of the service model (2015-03-31); the first that fits a request answers it. */
export const routes: readonly LambdaRoute[] = [
  { operation: "CreateEventSourceMapping", method: "POST", path: mapping, answer: json(202, createMapping) },
  { operation: "ListEventSourceMappings", method: "GET", path: mapping, answer: json(200, listMappings) },
  { operation: "GetEventSourceMapping", method: "GET", path: `${mapping}/{UUID}`, answer: json(200, getMapping) },
  { operation: "UpdateEventSourceMapping", method: "PUT", path: `${mapping}/{UUID}`, answer: json(202, updateMapping) },
  { operation: "DeleteEventSourceMapping", method: "DELETE", path: `${mapping}/{UUID}`, answer: json(202, deleteMapping) },

  { operation: "ListTags", method: "GET", path: tags, answer: json(200, listTags) },
  { operation: "TagResource", method: "POST", path: tags, answer: json(204, tagResource) },
  { operation: "UntagResource", method: "DELETE", path: tags, answer: json(204, untagResource) },

  { operation: "ListFunctions", method: "GET", path: "/2015-03-31/functions", answer: json(200, listFunctions) },
  { operation: "GetFunction", method: "GET", path: fn, answer: json(200, getFunction) },
  { operation: "GetFunctionConfiguration", method: "GET", path: `${fn}/configuration`, answer: json(200, getFunctionConfiguration) },
  { operation: "ListAliases", method: "GET", path: `${fn}/aliases`, answer: json(200, listAliases) },
  { operation: "GetAlias", method: "GET", path: `${fn}/aliases/{Name}`, answer: json(200, getAlias) },
  { operation: "UpdateAlias", method: "PUT", path: `${fn}/aliases/{Name}`, answer: json(200, updateAlias) },
  { operation: "Invoke", method: "POST", path: `${fn}/invocations`, answer: invoke },
  { operation: "GetAccountSettings", method: "GET", path: "/2016-08-19/account-settings", answer: json(200, getAccountSettings) },

  {
    operation: "GetFunctionConcurrency",
    method: "GET",
    path: "/2019-09-30/functions/{FunctionName}/concurrency",
    answer: json(200, getFunctionConcurrency),
  },
  { operation: "PutFunctionConcurrency", method: "PUT", path: reserved, answer: json(200, putFunctionConcurrency) },
  { operation: "DeleteFunctionConcurrency", method: "DELETE", path: reserved, answer: json(204, deleteFunctionConcurrency) },

  {
    operation: "ListProvisionedConcurrencyConfigs",
    method: "GET",
    path: provisioned,
    query: { name: "List", value: "ALL" },
    answer: json(200, listProvisionedConcurrency),
  },
  { operation: "GetProvisionedConcurrencyConfig", method: "GET", path: provisioned, answer: json(200, getProvisionedConcurrency) },
  { operation: "PutProvisionedConcurrencyConfig", method: "PUT", path: provisioned, answer: json(202, putProvisionedConcurrency) },
  { operation: "DeleteProvisionedConcurrencyConfig", method: "DELETE", path: provisioned, answer: json(204, deleteProvisionedConcurrency) },
];
