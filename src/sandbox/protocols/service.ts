import type { ServiceHandler, ServiceRequest } from "../world.ts";

/** One AWS service behind the front. */
export interface Service {
  readonly handle: ServiceHandler;
  /** The API action that a request asks for; undefined when it is none that the service knows. */
  operationOf(request: ServiceRequest): string | undefined;
}
