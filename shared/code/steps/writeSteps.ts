import type { Step, StepKind } from '../../steps/step.ts';
import type { CodeFile } from '../codeFile.ts';
import type { ProjectPlan, ServicePlan } from '../plan.ts';
import { reachable } from './endings.ts';
import { writeAttempt, writeParallel, writeWhen } from './innerSteps.ts';
import {
  writeDelay,
  writeEmit,
  writeGet,
  writeLog,
  writeReply,
  writeSend,
  writeSet,
  writeStream,
  writeThrow,
} from './plainSteps.ts';
import type { Place, StepWriter, WriteStep } from './stepWriter.ts';

/** What each kind of step is in TypeScript: the closed list. */
const writers = {
  reply: writeReply,
  send: writeSend,
  emit: writeEmit,
  delay: writeDelay,
  throw: writeThrow,
  set: writeSet,
  get: writeGet,
  when: writeWhen,
  parallel: writeParallel,
  attempt: writeAttempt,
  stream: writeStream,
  log: writeLog,
} satisfies { [K in StepKind]: WriteStep<K> };

/** Writes the steps of the handlers of one service into its file. */
export class StepsOfService implements StepWriter {
  readonly file: CodeFile;
  readonly service: ServicePlan;
  readonly plan: ProjectPlan;

  constructor(file: CodeFile, { plan, service }: { plan: ProjectPlan; service: ServicePlan }) {
    this.file = file;
    this.plan = plan;
    this.service = service;
  }

  steps(steps: readonly Step[], place: Place): void {
    for (const step of reachable(steps)) {
      // TypeScript cannot see that the writer found under a step's own kind takes that very step.
      const write = writers[step.do] as WriteStep<StepKind>;
      write(step, { ...place, list: steps }, this);
    }
  }
}
