"""Dossiers: arguments of advocates, published in numbered issues that never change."""
