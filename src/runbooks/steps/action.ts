import { known } from '../../core/known.ts';
import type { Acted } from '../../core/runbook/model.ts';
import { isShell } from './command.ts';
import type { StepForm } from './kind.ts';

/** The actions that a runbook can ask for, and the attribute that says what goes with each. */
const asked: { readonly [A in Acted['action']]: 'to' | 'image' | undefined } = {
	rollback: 'to',
	restart: undefined,
	deploy: 'image',
	stop: undefined,
	start: undefined,
	scale: 'to',
	backup: undefined,
	verify: 'to',
	restore: 'to',
};

function isAsked(name: string): name is Acted['action'] {
	return Object.hasOwn(asked, name);
}

/** A shell fence with `action=…`: one of watchdeck's own actions. Its text is what a reader without watchdeck would do. */
export const action: StepForm = {
	kind: 'action',
	fits: ({ words, language }) => words.action !== undefined && (isShell(language) || language === ''),
	ofFence: (code, { words }, { mistake }) => {
		const { action: name = '', service, dataset, to, image } = words;
		if (!isAsked(name)) {
			const fix = `Write one of ${Object.keys(asked).join(', ')}.`;
			mistake({ line: code.line, text: `There is no action \`${name}\`.`, fix });
			return { is: 'read' };
		}
		const wants = asked[name];
		const given = wants === 'image' ? (image ?? to) : to;
		if (name === 'scale' && !/^(?:\d{1,6}|\{\{.+\}\})$/.test(given ?? ''))
			mistake({ line: code.line, text: 'It does not say to how many replicas.', fix: 'Write `to=3`.' });
		const isOfData = name === 'backup' || name === 'verify' || name === 'restore';
		return { is: 'action', code, want: { action: name, ...known({ of: isOfData ? dataset : service, to: given }) } };
	},
};
