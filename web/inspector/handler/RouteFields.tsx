import { requestSchema, routeSchema } from '#shared/flow/flow.ts';
import type { Problem } from '#shared/problem.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { validateWith } from '../../ui/validateWith.ts';
import classes from './RouteFields.module.css';

interface RouteFieldsProps {
  /** `POST /orders/:id` */
  route: string;
  /** A route has parameters, a request has a query. */
  sort: 'route' | 'request';
  problem?: Problem | undefined;
  onCommit: (route: string) => void;
}

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((verb) => ({
  value: verb,
  label: verb,
}));
const checks = { route: validateWith(routeSchema), request: validateWith(requestSchema) };

/** A verb and a path. */
export function RouteFields({ route, sort, problem, onCommit }: RouteFieldsProps) {
  const space = route.indexOf(' ');
  const verb = route.slice(0, space);
  const path = route.slice(space + 1);
  return (
    <div>
      <div className={classes.row}>
        <div className={classes.verb}>
          <SelectField label="Verb" value={verb} options={verbs} onChange={(chosen) => onCommit(`${chosen} ${path}`)} />
        </div>
        <div className={classes.path}>
          <TextField
            label="Path"
            value={path}
            mono
            placeholder="/orders/:id"
            validate={(text) => checks[sort](`${verb} ${text.trim()}`)}
            onCommit={(text) => onCommit(`${verb} ${text.trim()}`)}
          />
        </div>
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
