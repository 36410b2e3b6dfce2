// Which runbooks of the catalogue are walked, each by its file's name.
import type { Walked } from './scene.ts';
import { data } from './scenes/data.ts';
import { machine } from './scenes/machine.ts';
import { service } from './scenes/service.ts';

export const table: Readonly<Record<string, Walked>> = { ...service, ...data, ...machine };
