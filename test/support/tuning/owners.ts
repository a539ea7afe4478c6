import type { Owner, OwnerTool } from "../../../src/core/mapping/owner.ts";

/** A stack's, by the mapping's own tags; `changes` say what is special. */
export function ownerBy(tool: OwnerTool, changes: Partial<Owner> = {}): Owner {
  return {
    tool,
    stack: "shop-orders",
    logicalId: "OrdersFunctionKafka",
    functionLogicalId: "OrdersFunction",
    by: { tag: "aws:cloudformation:stack-name=shop-orders", of: "mapping" },
    isCertain: true,
    ...changes,
  };
}

/** By a tag of its function. */
export const guessedTerraform: Owner = {
  tool: "terraform",
  stack: undefined,
  logicalId: undefined,
  functionLogicalId: undefined,
  by: { tag: "ManagedBy=terraform", of: "function" },
  isCertain: false,
};
