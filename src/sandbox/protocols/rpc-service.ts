import type { ServiceRequest, ServiceResponse, World } from "../world.ts";
import { AwsError, unknownOperation } from "./aws-error.ts";
import { errorResponse } from "./error-response.ts";
import type { Service } from "./service.ts";
import { readValue, type StructureShape, type ValueOf } from "./shape.ts";
import { type WireProtocol, wireProtocolOf } from "./wire-protocol.ts";

export interface RpcOperation {
  readonly input: StructureShape;
  readonly output: StructureShape | undefined;
  readonly run: (input: unknown, world: World) => unknown;
}

/** Ties an operation to its shapes: `run` gets what `input` describes and gives what `output` describes. */
export function operation<const I extends StructureShape, const O extends StructureShape>(definition: {
  readonly input: I;
  readonly output?: O;
  readonly run: (input: ValueOf<I>, world: World) => ValueOf<O> | undefined;
}): RpcOperation {
  return { input: definition.input, output: definition.output, run: (input, world) => definition.run(input as ValueOf<I>, world) };
}

export interface RpcModel {
  readonly signingName: string;
  /** Of the query protocol's answers. */
  readonly xmlNamespace: string;
  readonly operations: ReadonlyMap<string, RpcOperation>;
}

/** A service of remote procedure calls in AWS JSON, RPC v2 CBOR and query/XML, over one table of operations. */
export function rpcService(model: RpcModel): Service {
  return {
    operationOf: (request) => wireProtocolOf(request).operationOf(request),
    handle(request, world) {
      try {
        return answer(model, wireProtocolOf(request), request, world);
      } catch (error) {
        if (error instanceof AwsError) return errorResponse(error, request, model.signingName);
        throw error;
      }
    },
  };
}

function answer(model: RpcModel, protocol: WireProtocol, request: ServiceRequest, world: World): ServiceResponse {
  const name = protocol.operationOf(request) ?? "";
  const called = model.operations.get(name);
  if (called === undefined) throw unknownOperation(name);
  const input = readValue(called.input, protocol.read(called.input, request));
  const value = called.run(input, world);
  return protocol.answer({ request, operation: name, output: called.output, value, xmlNamespace: model.xmlNamespace });
}
