import { expect, test } from 'vitest';
import { isPressed, keysText } from './keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test('a key is taken with exactly what is held beside it', () => {
  expect(isPressed('Ctrl+Z', press('z', { ctrlKey: true }))).toBe(true);
  expect(isPressed('Ctrl+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false);
  expect(isPressed('Ctrl+Shift+Z', press('Z', { metaKey: true, shiftKey: true }))).toBe(true);
  expect(isPressed('Delete', press('Delete', { ctrlKey: true }))).toBe(false);
  expect(isPressed('S', press('s'))).toBe(true);
  expect(isPressed('Space', press(' '))).toBe(true);
});

test('a sign is taken however the keyboard makes it', () => {
  expect(isPressed('?', press('?', { shiftKey: true }))).toBe(true);
  expect(isPressed('?', press('?'))).toBe(true);
  expect(isPressed('Plus', press('+', { shiftKey: true }))).toBe(true);
});

test('keys are shown as they are printed on the keyboard', () => {
  expect(keysText('Ctrl+Shift+Z', false)).toBe('Ctrl Shift Z');
  expect(keysText('Ctrl+K', true)).toBe('⌘ K');
  expect(keysText('Shift+ArrowLeft', false)).toBe('Shift ←');
});
