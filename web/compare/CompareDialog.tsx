import { Button, Checkbox, Modal } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { messageTransports, type MessageTransport } from '#shared/flow/switch/targets.ts';
import { keepKeyboard } from '../chaos/keepKeyboard.ts';
import { openDialog } from '../command/commandStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { transportLooks } from '../transports/index.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import { literalMistake, parseLiteral } from '../ui/literal.ts';
import { SelectField } from '../ui/SelectField.tsx';
import classes from './Compare.module.css';
import { CompareTable } from './CompareTable.tsx';
import { scenariosOf } from './scenario.ts';
import { useComparison } from './useComparison.ts';

const all = Object.keys(messageTransports) as MessageTransport[];
const times = 5;

/** The same flow and the same message over several transports, each in a playground of its own, and what came of it side by side. */
export function CompareDialog() {
  // As it was when the dialog opened: what is compared does not change under way.
  const [flow] = useState(() => useFlowStore.getState().flow);
  const scenarios = scenariosOf(flow);
  const [chosen, setScenario] = useState<string>();
  const scenario = scenarios.find(({ id }) => id === chosen) ?? scenarios[0];
  const [transports, setTransports] = useState<readonly MessageTransport[]>(all);
  const [data, setData] = useState('{}');
  const { columns, isRunning, run, stop } = useComparison();
  const compareButton = useRef<HTMLButtonElement>(null);
  const payload = parseLiteral(data);
  const toggle = (transport: MessageTransport, isOn: boolean): void =>
    setTransports(all.filter((one) => (one === transport ? isOn : transports.includes(one))));
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="Compare transports"
      size={1120}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {scenario === undefined ? (
        <p className={classes.text}>Nothing sends a message here yet: draw a driver or a wire, then compare.</p>
      ) : (
        <div className={classes.parts}>
          <p className={classes.text}>
            Each transport runs this flow for real, in a playground of its own, {times} times. Your drawing stays as it
            is.
          </p>
          <div className={classes.ask}>
            <SelectField
              label="What to do"
              value={scenario.id}
              options={scenarios.map(({ id, label }) => ({ value: id, label }))}
              onChange={setScenario}
            />
            {'from' in scenario && (
              <ExpressionField
                label="data"
                syntax="literal"
                value={data}
                validate={literalMistake}
                onCommit={setData}
              />
            )}
          </div>
          <fieldset className={classes.transports}>
            <legend className={classes.legend}>Over</legend>
            {all.map((transport) => (
              <Checkbox
                key={transport}
                size="sm"
                label={transportLooks[transport].label}
                checked={transports.includes(transport)}
                onChange={(event) => toggle(transport, event.currentTarget.checked)}
              />
            ))}
            <Button
              ref={compareButton}
              size="xs"
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              loading={isRunning}
              disabled={transports.length === 0 || !payload.ok}
              onClick={() => payload.ok && run({ flow, transports, scenario, data: payload.value, times })}
            >
              Compare
            </Button>
            {isRunning && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlayerStop size={14} aria-hidden />}
                onClick={() => {
                  stop();
                  keepKeyboard(() => compareButton.current);
                }}
              >
                Stop
              </Button>
            )}
          </fieldset>
          {columns.length > 0 && <CompareTable columns={columns} />}
        </div>
      )}
    </Modal>
  );
}
