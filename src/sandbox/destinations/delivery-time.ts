/** How long it takes to write to a destination of the sandbox, in virtual time. Assumption: nothing is documented. */
export const assumedDeliveryMs = 20;
