import { failureText } from '../../failure-text.ts';
import type { Sought } from '../../runbook/sought.ts';
import { lineOf, type TextLine } from '../text/line.ts';
import { wrapped } from '../text/wrap.ts';

/** What is being looked for, in words. */
function soughtText(sought: Sought): string {
	switch (sought.is) {
		case 'walk':
			return `looking for walk ${sought.walk} in the journal here, else for its copy on the hosts`;
		case 'runbook':
			return sought.of === undefined
				? `opening ${sought.runbook}`
				: `opening ${sought.runbook} as soon as ${sought.of} is seen`;
		case 'fitting':
			return sought.of === undefined ? 'looking for runbooks' : `looking for the runbook that fits ${sought.of}`;
	}
}

/** What Walk says while its walk is not there yet. */
export function soughtLines(
	sought: Sought,
	{ width, back }: { readonly width: number; readonly back: string },
): readonly TextLine[] {
	const { failure, over } = sought;
	const failed = failure === undefined ? [] : wrapped(failureText(failure), width).map((text) => lineOf(text, 'warn'));
	if (over === true) return [...failed, lineOf(`${back} leaves`, 'dim')];
	const again = failure === undefined ? '' : ', tried again every 2 s';
	return [
		...wrapped(`${soughtText(sought)}${again}`, width).map((text) => lineOf(text)),
		...failed,
		lineOf(`${back} leaves`, 'dim'),
	];
}
