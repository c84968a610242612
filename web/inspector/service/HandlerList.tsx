import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { triggerText } from '#shared/flow/checks/services.ts';
import type { Handler, Service } from '#shared/flow/flow.ts';
import { freshId } from '#shared/ids.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useHasProblems } from '../../problems/useProblems.ts';
import { triggerKind } from '../../steps/names.ts';
import { KindMark } from '../../ui/KindMark.tsx';
import { isRemoval, keepRemovalHere } from '../../ui/removalKeys.ts';
import { Section } from '../../ui/Section.tsx';
import { change } from '../change.ts';
import inspector from '../Inspector.module.css';
import classes from './HandlerList.module.css';
import { newHandler } from './newHandler.ts';

/** What a service answers, in the order of its box. */
export function HandlerList({ id, service }: { id: string; service: Service }) {
  const select = useSelectionStore((state) => state.select);
  const frame = useRef<HTMLDivElement>(null);
  const handlers = Object.entries(service.handlers);
  const add = (): void => {
    const handlerId = freshId('handler', service.handlers);
    const refusal = change({ edit: 'putHandler', service: id, id: handlerId, handler: newHandler(service) });
    if (refusal === undefined) select({ kind: 'handler', id: handlerId, service: id });
  };
  /** The keyboard goes to the row that stands there now, to the one above, or to what adds one: never back to the page. */
  const remove = (handlerId: string, index: number): void => {
    const refusal = flushSync(() => change({ edit: 'removeHandler', service: id, id: handlerId }));
    if (refusal !== undefined) return;
    const rows = frame.current?.querySelectorAll<HTMLElement>('[data-part="open"]') ?? [];
    const next = rows[Math.min(index, rows.length - 1)];
    (next ?? frame.current?.querySelector<HTMLElement>('[data-part="add"]'))?.focus();
  };
  const addButton = (
    <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} data-part="add" onClick={add}>
      Add handler
    </Button>
  );
  return (
    <div ref={frame} onKeyDown={keepRemovalHere}>
      <Section title="Handlers" action={addButton}>
        {handlers.length === 0 && <div className={inspector.empty}>It answers nothing yet: add a handler.</div>}
        {handlers.length > 0 && (
          <ul className={classes.list}>
            {handlers.map(([handlerId, handler], index) => (
              <HandlerRow
                key={handlerId}
                service={id}
                id={handlerId}
                handler={handler}
                index={index}
                count={handlers.length}
                onRemove={() => remove(handlerId, index)}
              />
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}

interface HandlerRowProps {
  service: string;
  id: string;
  handler: Handler;
  index: number;
  count: number;
  onRemove: () => void;
}

function HandlerRow({ service, id, handler, index, count, onRemove }: HandlerRowProps) {
  const select = useSelectionStore((state) => state.select);
  const hasProblems = useHasProblems(`services.${service}.handlers.${id}`);
  const text = triggerText(handler.on);
  const move = (by: -1 | 1) => (): void => {
    change({ edit: 'putHandler', service, id, handler, index: index + by });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey && event.key === 'ArrowUp' && index > 0) move(-1)();
    else if (event.altKey && event.key === 'ArrowDown' && index < count - 1) move(1)();
    else if (isRemoval(event)) {
      // Held it would take one row after the other.
      if (!event.repeat) onRemove();
    } else return;
    // The canvas listens for these keys, too.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li className={classes.row}>
      <UnstyledButton
        className={classes.open}
        data-part="open"
        aria-label={`Open handler ${text}`}
        onClick={() => select({ kind: 'handler', id, service })}
        onKeyDown={onKeyDown}
      >
        <KindMark kind={triggerKind(handler.on)} />
        <span className={classes.text} title={text}>
          {text}
        </span>
        {hasProblems && <IconAlertTriangle size={14} className={classes.warn} aria-label="has problems" />}
      </UnstyledButton>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={22}
        disabled={index === 0}
        aria-label={`Move up ${text}`}
        onClick={move(-1)}
      >
        <IconArrowUp size={13} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={22}
        disabled={index === count - 1}
        aria-label={`Move down ${text}`}
        onClick={move(1)}
      >
        <IconArrowDown size={13} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={22} aria-label={`Remove handler ${text}`} onClick={onRemove}>
        <IconTrash size={13} />
      </ActionIcon>
    </li>
  );
}
