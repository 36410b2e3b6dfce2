import { lazily } from '../../core/lazily.ts';
import { blockCommands, effectOf } from '../block-commands.ts';
import type { StepForm } from './kind.ts';

const shells = ['sh', 'bash', 'zsh', 'ash', 'dash', 'ksh', 'shell', 'shellscript'];
const prompts = ['console', 'shell-session', 'shellsession', 'sh-session', 'bash-session', 'terminal'];

/** Whether a fence of this language is run by a shell. */
export function isShell(language: string): boolean {
	return shells.includes(language) || isPrompted(language);
}

/** Whether commands stand behind a prompt in it, and what they print between them. */
export function isPrompted(language: string): boolean {
	return prompts.includes(language);
}

function onlyComments(text: string): boolean {
	return text.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
}

/** A shell fence: its commands are run, one by one or together. One of comments alone is shown. */
export const command: StepForm = {
	kind: 'command',
	fits: ({ language }) => isShell(language),
	ofFence: (code, _info, making) => {
		// In a session a line that begins with `#` may be root's prompt.
		if (!isPrompted(code.language) && onlyComments(code.text)) return { is: 'read' };
		return {
			...{ is: 'command', code },
			commands: lazily(() => blockCommands(code, isPrompted(code.language), making)),
			onlyReads: (script) => effectOf(code, script, making).read,
		};
	},
};
