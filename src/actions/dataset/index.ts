/**
 * The actions on datasets. To add one: a file here that exports an `ActionOnDataset` of the same name, a line below, and a line
 * in `DatasetWants` (`core/want.ts`).
 */
import type { DatasetActions } from '../../core/dataset/acting.ts';
import { backup } from './backup.ts';
import { restore } from './restore.ts';
import { verify } from './verify.ts';

/** The actions on datasets, by name. */
export const datasetActions: DatasetActions = { backup, verify, restore };
