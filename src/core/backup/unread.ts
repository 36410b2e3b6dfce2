import type { Condition } from '../model.ts';
import type { Light } from './light.ts';

/** Some of what was written down of backups may not be read: what there is may be well, or not. */
export const unreadLight: Light = {
	...{ is: 'unknown', short: 'may not read' },
	text: 'what was written down of it (`.watchdeck` beside the backups) may not be read by the account that logs in',
};

/** The same of a dataset with nothing else wrong. */
export const unreadCondition: Omit<Condition, 'since'> = {
	...{ is: 'unknown', because: unreadLight.text },
	fix: 'Log in as the account that makes the backups (`ls -ld FOLDER/.watchdeck` tells which), or hand them over, as root: `chown -R ACCOUNT FOLDER`.',
};
