/** The explicit command table: the bundle needs no directory scan at start-up. */
import Apply from "./apply.ts";
import Create from "./create.ts";
import Delete from "./delete.ts";
import Diff from "./diff.ts";
import Drain from "./drain.ts";
import Explain from "./explain.ts";
import Export from "./export.ts";
import Inspect from "./inspect.ts";
import Lag from "./lag.ts";
import Lint from "./lint.ts";
import List from "./list.ts";
import OffsetsReset from "./offsets/reset.ts";
import OffsetsRestore from "./offsets/restore.ts";
import OffsetsShow from "./offsets/show.ts";
import Pause from "./pause.ts";
import RedriveExport from "./redrive/export.ts";
import RedriveIam from "./redrive/iam.ts";
import RedriveImportLedger from "./redrive/import-ledger.ts";
import RedriveList from "./redrive/list.ts";
import RedrivePurge from "./redrive/purge.ts";
import RedriveReport from "./redrive/report.ts";
import RedriveResume from "./redrive/resume.ts";
import RedriveRetryParked from "./redrive/retry-parked.ts";
import RedriveShow from "./redrive/show.ts";
import RedriveStatus from "./redrive/status.ts";
import RedriveStop from "./redrive/stop.ts";
import RedriveVerify from "./redrive/verify.ts";
import RedriveWatchMapRun from "./redrive/watch-map-run.ts";
import Redrive from "./redrive.ts";
import Resume from "./resume.ts";
import SandboxRun from "./sandbox/run.ts";
import SandboxStart from "./sandbox/start.ts";
import TuneApply from "./tune/apply.ts";
import TuneBacktest from "./tune/backtest.ts";
import TunePlan from "./tune/plan.ts";
import TuneResume from "./tune/resume.ts";
import TuneRollback from "./tune/rollback.ts";
import TuneSimulate from "./tune/simulate.ts";
import TuneStatus from "./tune/status.ts";
import Tune from "./tune.ts";
import Update from "./update.ts";

export const COMMANDS = {
  apply: Apply,
  create: Create,
  delete: Delete,
  diff: Diff,
  drain: Drain,
  explain: Explain,
  export: Export,
  inspect: Inspect,
  lag: Lag,
  lint: Lint,
  list: List,
  "offsets:reset": OffsetsReset,
  "offsets:restore": OffsetsRestore,
  "offsets:show": OffsetsShow,
  pause: Pause,
  redrive: Redrive,
  "redrive:export": RedriveExport,
  "redrive:iam": RedriveIam,
  "redrive:import-ledger": RedriveImportLedger,
  "redrive:list": RedriveList,
  "redrive:purge": RedrivePurge,
  "redrive:report": RedriveReport,
  "redrive:resume": RedriveResume,
  "redrive:retry-parked": RedriveRetryParked,
  "redrive:show": RedriveShow,
  "redrive:status": RedriveStatus,
  "redrive:stop": RedriveStop,
  "redrive:verify": RedriveVerify,
  "redrive:watch-map-run": RedriveWatchMapRun,
  resume: Resume,
  "sandbox:run": SandboxRun,
  "sandbox:start": SandboxStart,
  tune: Tune,
  "tune:apply": TuneApply,
  "tune:backtest": TuneBacktest,
  "tune:plan": TunePlan,
  "tune:resume": TuneResume,
  "tune:rollback": TuneRollback,
  "tune:status": TuneStatus,
  "tune:simulate": TuneSimulate,
  update: Update,
};

export { commandNotFound as COMMAND_NOT_FOUND } from "../shell/command-not-found.ts";
