import type { Metric } from "@aws-sdk/client-cloudwatch";
import type { MetricCatalogue } from "../../core/lag/ports.ts";
import type { AwsServices } from "./aws-services.ts";

/** CloudWatch's list of metrics, 500 a call. */
export function cloudwatchCatalogue({ cloudwatch }: Pick<AwsServices, "cloudwatch">): MetricCatalogue {
  return {
    async series(namespace, name, having = new Map()) {
      const series: ReadonlyMap<string, string>[] = [];
      let token: string | undefined;
      do {
        const page = await cloudwatch.send("ListMetrics", {
          Namespace: namespace,
          MetricName: name,
          ...(having.size === 0 ? {} : { Dimensions: [...having].map(([Name, Value]) => ({ Name, Value })) }),
          RecentlyActive: "PT3H",
          NextToken: token,
        });
        series.push(...(page.Metrics ?? []).map(dimensionsOf));
        token = page.NextToken || undefined;
      } while (token !== undefined);
      return series;
    },
  };
}

function dimensionsOf({ Dimensions = [] }: Metric): ReadonlyMap<string, string> {
  return new Map(Dimensions.flatMap(({ Name, Value }) => (Name === undefined || Value === undefined ? [] : [[Name, Value]])));
}
