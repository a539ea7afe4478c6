import { AwsError, unknownOperation } from "../protocols/aws-error.ts";
import { findRoute } from "../protocols/rest-service.ts";
import type { ServiceHandler } from "../world.ts";
import { errorAnswer } from "./rest-json.ts";
import { routes } from "./routes.ts";

/** AWS Lambda's control plane and Invoke, in REST-JSON. */
export const lambdaService: ServiceHandler = async (request, world) => {
  try {
    const found = findRoute(routes, request);
    if (found === undefined) throw unknownOperation(`${request.method} ${request.path}`);
    const { query, headers, body } = request;
    return await found.route.answer({ world, labels: found.labels, query, headers, body });
  } catch (error) {
    if (error instanceof AwsError) return errorAnswer(error);
    throw error;
  }
};
