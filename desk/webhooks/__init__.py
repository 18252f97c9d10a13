"""Webhooks: endpoints that are told of changes by signed messages, queued in the store and sent until they are taken."""
