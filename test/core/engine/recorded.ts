import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../answers/docker/', import.meta.url);

/** A recorded answer of a real engine, as text. */
export const recorded = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
/** The lines of a recorded stream. */
export const recordedLines = (name: string): readonly string[] => recorded(name).trimEnd().split('\n');
/** The names of all recorded inspect answers. */
export const inspects = readdirSync(folder).filter((name) => name.startsWith('inspect-'));
