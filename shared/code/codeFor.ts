import type { Flow } from '../flow/flow.ts';
import { own } from '../flow/lookup.ts';
import { grpcProto } from '../transports/grpcContract.ts';
import type { WrittenFile } from './codeFile.ts';
import { shapesOfData } from './dtos.ts';
import { appFiles } from './generateProject.ts';
import type { GrpcPlan } from './grpcPlan.ts';
import { planProject, serviceOf, wireOf } from './plan.ts';

/** What of a flow has code of its own. */
export type CodeSelection =
  { kind: 'service'; id: string } | { kind: 'handler'; service: string; id: string } | { kind: 'wire'; id: string };

/** A part of a file of the project: the lines `from` to `to`, counted from 1, both included, and their text. */
export interface CodeExcerpt {
  path: string;
  text: string;
  from: number;
  to: number;
}

/**
 * The parts of the exported project that mean what is selected, the most telling first: of a service its module and how it
 * starts, of a handler its steps and what leads to them, of a wire its client. Empty when nothing of that id is drawn.
 * They are cut from the very files that `generateProject` gives.
 */
export function codeFor(flow: Flow, selection: CodeSelection): CodeExcerpt[] {
  const id = serviceIdOf(flow, selection);
  const plan = planProject(flow);
  const service = id === undefined ? undefined : serviceOf(plan, id);
  if (service === undefined) return [];
  const files = appFiles(plan, { service, shapes: shapesOfData(flow, plan.pattern) });
  const source = `apps/${service.name}/src`;
  const part = (path: string, mark: string): CodeExcerpt[] => excerpt(`${source}/${path}`, files, mark);
  switch (selection.kind) {
    case 'service':
      return [
        ...part(`${service.name}.module.ts`, 'module'),
        ...part('main.ts', 'main'),
        ...part(`${service.name}.controller.ts`, 'controller'),
        ...protoOf(service.grpc),
      ];
    case 'handler':
      return [
        ...part(`${service.name}.service.ts`, `handler ${selection.id}`),
        ...part(`${service.name}.controller.ts`, `handler ${selection.id}`),
        ...part(`${service.name}.dto.ts`, `handler ${selection.id}`),
      ];
    case 'wire': {
      const wire = wireOf(service, selection.id);
      const grpc = wire?.target.kind === 'service' ? wire.target.grpc : undefined;
      return [...part(`clients/${wire?.file ?? ''}.client.ts`, 'wire'), ...protoOf(grpc)];
    }
  }
}

/** What both ends of a call by gRPC have in common. */
function protoOf(grpc: GrpcPlan | undefined): CodeExcerpt[] {
  if (grpc === undefined) return [];
  const text = grpcProto(grpc.contract).trimEnd();
  return [{ path: grpc.path, text, from: 1, to: text.split('\n').length }];
}

function serviceIdOf(flow: Flow, selection: CodeSelection): string | undefined {
  switch (selection.kind) {
    case 'service':
      return selection.id;
    case 'handler':
      return selection.service;
    case 'wire':
      return own(flow.wires, selection.id)?.from;
  }
}

function excerpt(path: string, files: Readonly<Record<string, WrittenFile>>, mark: string): CodeExcerpt[] {
  const file = own(files, path);
  const lines = file?.marks.get(mark);
  if (file === undefined || lines === undefined) return [];
  const text = file.text.split('\n').slice(lines.from - 1, lines.to);
  return [{ path, text: text.join('\n'), ...lines }];
}
