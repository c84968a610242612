import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconFilePlus } from '@tabler/icons-react';
import { exampleMenu } from '#shared/examples/menu.ts';
import { openEmptyPlayground } from './openEmptyPlayground.ts';

/** Examples open in a playground of their own, so that nothing here is lost. */
export function ExamplesMenu() {
  return (
    <Menu position="bottom-end" width={330}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          Examples
        </Button>
      </Menu.Target>
      {/* On a low page it is scrolled. */}
      <Menu.Dropdown mah="calc(100dvh - 64px)" style={{ overflowY: 'auto' }}>
        <Menu.Label>Opens a new playground</Menu.Label>
        {exampleMenu.map(({ id, name, description }) => (
          <Menu.Item key={id} component="a" href={`/?example=${id}`}>
            <Text size="sm" fw={600}>
              {name}
            </Text>
            <Text size="xs" c="dimmed">
              {description}
            </Text>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconFilePlus size={15} aria-hidden />} onClick={() => void openEmptyPlayground()}>
          Empty canvas
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
