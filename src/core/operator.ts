/**
 * Accounts that people share: the administrator's, those that images of clouds and boxes come with, and those that are
 * made for deploying. Their name in a lock or journal says which machine acted, and not who: that has to be asked.
 */
const sharedAccounts: ReadonlySet<string> = new Set([
	// The administrator's, by all of its names.
	...['root', 'toor', 'admin', 'administrator', 'superuser'],
	// The first account of cloud images (AWS, Azure, Google, Oracle, OpenStack) and of boxes.
	...['ubuntu', 'debian', 'ec2-user', 'centos', 'fedora', 'rocky', 'almalinux', 'opensuse', 'alpine', 'arch', 'core'],
	...['cloud-user', 'cloud', 'azureuser', 'opc', 'bitnami', 'vagrant', 'pi', 'user'],
	// Made for a task that a whole team has, or for a program.
	...['deploy', 'deployer', 'deployment', 'ops', 'devops', 'sre', 'sysadmin', 'oncall', 'support', 'service'],
	...['docker', 'podman', 'dokku', 'git', 'jenkins', 'gitlab-runner', 'runner', 'ci', 'ansible', 'app', 'www-data'],
]);

/** Whether an account is one that people share, by its name. */
export function isShared(account: string): boolean {
	return sharedAccounts.has(account.toLowerCase());
}

/** Locks carry the name as one word, and a person reads it in a column: no spaces, no signs of other scripts. */
const operatorForm = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,62}$/;

/** What was typed as an operator's name, without the spaces around it; undefined when it is no such name. */
export function operatorName(typed: string): string | undefined {
	const name = typed.trim();
	return operatorForm.test(name) ? name : undefined;
}
