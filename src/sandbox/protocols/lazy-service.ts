import type { Service } from "./service.ts";
import { wireProtocolOf } from "./wire-protocol.ts";

/** A service of remote procedure calls whose code is loaded with its first call: most runs of the sandbox have none. */
export function lazyService(load: () => Promise<Service>): Service {
  return {
    operationOf: (request) => wireProtocolOf(request).operationOf(request),
    handle: async (request, world) => (await load()).handle(request, world),
  };
}
