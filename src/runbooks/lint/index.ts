/** The rules that take more than a pattern. To add one: a file here that exports a `CodeRule`, and a line below. */
import type { CodeRule } from './code-rule.ts';
import { destroys } from './destroys.ts';
import { head } from './head.ts';
import { idleAttributes } from './idle.ts';
import { mistakes } from './mistakes.ts';
import { ran } from './ran.ts';
import { secrets } from './secrets.ts';
import { steps } from './steps.ts';
import { subcommands } from './subcommands.ts';
import { untestedValues } from './untested.ts';

export const codeRules: readonly CodeRule[] = [
	...[mistakes, head, steps, idleAttributes, secrets, destroys, subcommands, untestedValues, ran],
];
