import { createHash } from "node:crypto";

/** A revision id that changes exactly when what it is made of changes; has the form of a UUID. */
export function revisionOf(...parts: readonly unknown[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The hash of a deployment package that the sandbox does not have: the same for the same function, base64 like Lambda's. */
export function codeHashOf(name: string): string {
  return createHash("sha256").update(name).digest("base64");
}
