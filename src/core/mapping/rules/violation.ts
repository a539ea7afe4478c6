import { safeText } from "../../record/safe-text.ts";

/** Where in a request, in AWS's spelling: `["ProvisionedPollerConfig", "MaximumPollers"]`; list positions count from 0. */
export type Path = readonly (string | number)[];

/** What was asked of the value. The sandbox composes AWS's sentence from it, mskctl its own. */
export type Constraint =
  | { readonly kind: "minimum"; readonly limit: number }
  | { readonly kind: "maximum"; readonly limit: number }
  | { readonly kind: "minimum-length"; readonly limit: number }
  | { readonly kind: "maximum-length"; readonly limit: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "enum"; readonly members: readonly string[] }
  | { readonly kind: "not-null" }
  /** Another JSON type than the model's: AWS cannot even read the request. */
  | { readonly kind: "type"; readonly expected: string }
  /** The field has no place in this operation, with this source or in this mode. */
  | { readonly kind: "unsupported" }
  /** It does not go together with what stands at `with`. */
  | { readonly kind: "conflict"; readonly with: string }
  /** The text inside does not have the form that its language asks for. */
  | { readonly kind: "form"; readonly expected: string };

/** What a rule found, before it is filed under the rule. */
export interface Breach {
  readonly path: Path;
  readonly constraint: Constraint;
  readonly value: unknown;
  /** Names the field, the rule and the value. */
  readonly message: string;
  /** What to type or to change. */
  readonly fix: string;
}

/**
 * Who refuses. `model`: the shapes of the service model (AWS answers ValidationException). `service`: Lambda's own checks
 * (InvalidParameterValueException). `mskctl`: AWS would take it, and it would not do what was meant.
 */
export type EnforcedBy = "model" | "service" | "mskctl";

export interface Violation extends Breach {
  /** Stable: `batch-size-range`, `provisioned-only`. */
  readonly rule: string;
  readonly enforcedBy: EnforcedBy;
  /** The top-level field. */
  readonly field: string;
  /** As AWS writes it in its errors: `provisionedPollerConfig.maximumPollers`, `topics.1.member`. */
  readonly wirePath: string;
}

/** Files a breach under its rule. */
export function violation(rule: string, enforcedBy: EnforcedBy, breach: Breach): Violation {
  return { rule, enforcedBy, field: String(breach.path[0] ?? ""), wirePath: wirePath(breach.path), ...breach };
}

/** `ProvisionedPollerConfig.MaximumPollers`, `Topics[0]`: for people. */
export function dotted(path: Path): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

/** A value in a sentence: escaped for a terminal, short. */
export function quoted(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "number") return value.toLocaleString("en-US", { maximumFractionDigits: 6 });
  return safeText(typeof value === "string" ? `"${value}"` : JSON.stringify(value), { maxWidth: 80 });
}

// Keys of these two are data, not members: AWS keeps their case (assumption, from how it prints other services' maps).
const mapFields = new Set<string | number | undefined>(["Endpoints", "Tags"]);

function wirePath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `${part + 1}.member`;
      if (mapFields.has(path[index - 1])) return `${part}.member`;
      return part.charAt(0).toLowerCase() + part.slice(1);
    })
    .join(".");
}
