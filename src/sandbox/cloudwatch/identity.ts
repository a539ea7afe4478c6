import type { MetricIdentity } from "../world.ts";
import { invalidValue, required } from "./errors.ts";

type Dimensions = readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[];

/** More are refused; the service model's `Dimensions`. */
const maximumDimensions = 30;

export function metricIdentity(
  metric: {
    readonly Namespace?: string | undefined;
    readonly MetricName?: string | undefined;
    readonly Dimensions?: Dimensions | undefined;
  },
  path = "",
): MetricIdentity {
  const dimensions = metric.Dimensions ?? [];
  if (dimensions.length > maximumDimensions) {
    throw invalidValue(`The collection ${path}Dimensions must not have a size greater than ${maximumDimensions}.`);
  }
  return {
    namespace: required(metric.Namespace, `${path}Namespace`),
    name: required(metric.MetricName, `${path}MetricName`),
    dimensions: new Map(
      dimensions.map(({ Name, Value }, at) => [
        required(Name, `${path}Dimensions.member.${at + 1}.Name`),
        required(Value, `${path}Dimensions.member.${at + 1}.Value`),
      ]),
    ),
  };
}
