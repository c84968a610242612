import { Slider } from '@mantine/core';
import { useState } from 'react';

interface SettingSliderProps {
  label: string;
  value: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

/** Follows the finger by itself and hands over when it is let go, so that one drag is one change. */
export function SettingSlider({ label, value, max, step, onChange }: SettingSliderProps) {
  const [dragged, setDragged] = useState<number>();
  return (
    <Slider
      thumbLabel={label}
      color="red"
      size="sm"
      thumbSize={14}
      min={0}
      max={max}
      step={step}
      value={Math.min(dragged ?? value, max)}
      label={(ms) => `${ms} ms`}
      onChange={setDragged}
      onChangeEnd={(chosen) => {
        setDragged(undefined);
        onChange(chosen);
      }}
    />
  );
}
