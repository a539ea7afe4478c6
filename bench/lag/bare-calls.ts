/** `node bare-calls.ts`: the calls of the first picture of `mskctl lag`, by the SDK's own clients and nothing else; prints how many there were. */
import { CloudWatchClient, type Dimension, GetMetricDataCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";

const hourMs = 3_600_000;
let calls = 0;

const { EventSourceMappings: mappings = [] } = await counted(new LambdaClient({}).send(new ListEventSourceMappingsCommand({})));
const metrics = new CloudWatchClient({});
const [, , groups] = await Promise.all([
  series("AWS/Lambda", "SumOffsetLag"),
  series("AWS/Lambda", "PolledEventCount"),
  series("AWS/Kafka", "SumOffsetLag"),
]);
const queries = mappings.flatMap(({ UUID = "", State }) => {
  if (State === "Disabled") {
    const dimensions = groups.find((each) => each.some(({ Name, Value }) => Name === "Consumer Group" && Value === UUID)) ?? [];
    return [{ Namespace: "AWS/Kafka", MetricName: "SumOffsetLag", Dimensions: dimensions, Stat: "Maximum" }];
  }
  const own = { Namespace: "AWS/Lambda", Dimensions: [{ Name: "EventSourceMappingUUID", Value: UUID }] };
  return [
    { ...own, MetricName: "SumOffsetLag", Stat: "Maximum" },
    { ...own, MetricName: "PolledEventCount", Stat: "Sum" },
    { ...own, MetricName: "CommittedEventCount", Stat: "Sum" },
  ];
});
const { MetricDataResults: results = [] } = await counted(
  metrics.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - hourMs),
      EndTime: new Date(),
      MetricDataQueries: queries.map(({ Stat, ...Metric }, index) => ({ Id: `m${index}`, MetricStat: { Metric, Period: 60, Stat } })),
    }),
  ),
);
const empty = results.filter(({ Values = [] }) => Values.length === 0).length;
if (empty > 0) throw new Error(`${empty} of ${results.length} series are empty: not what mskctl reads`);
process.stdout.write(`${calls}\n`);

async function series(Namespace: string, MetricName: string): Promise<readonly Dimension[][]> {
  const { Metrics = [] } = await counted(metrics.send(new ListMetricsCommand({ Namespace, MetricName, RecentlyActive: "PT3H" })));
  return Metrics.map(({ Dimensions = [] }) => Dimensions);
}

function counted<Answer>(answer: Promise<Answer>): Promise<Answer> {
  calls += 1;
  return answer;
}
