import type { ServiceStatus } from '#shared/status.ts';
import { Address } from './Address.tsx';
import classes from './OwnProcess.module.css';

/** The process that a service has of its own, and what ends it from a terminal. */
export function OwnProcess({ status }: { status: ServiceStatus | undefined }) {
  const process = status?.process;
  if (process === undefined) return null;
  const memory = process.memoryMb === undefined ? '' : ` · ${process.memoryMb} MB`;
  return (
    <div className={classes.process}>
      <span>{`Process ${process.pid}${memory}`}</span>
      <Address text={`kill -9 ${process.pid}`} what="command that kills it" />
    </div>
  );
}
