/**
 * The kinds of steps that Markdown can ask for, each in its file: how it looks, and what it makes. To add one: a file here, a line
 * in the list, its shape in `Doing` (`core/runbook/model.ts`), and how it is walked (the compiler names the places). Headings and
 * items of lists make steps by themselves (`cut.ts`). The first that fits a fence makes it.
 */
import { action } from './action.ts';
import { check } from './check.ts';
import { command } from './command.ts';
import { decision } from './decision.ts';
import type { StepForm } from './kind.ts';
import { message } from './message.ts';
import { runbook } from './runbook.ts';

export const forms: readonly StepForm[] = [action, check, message, decision, runbook, command];
